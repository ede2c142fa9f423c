@echo off
where node >nul 2>nul || (echo Install Node 20.19 or newer first: https://nodejs.org & pause & exit /b 2)
node "%~dp0jidoka.mjs" start --open %*
if errorlevel 1 pause
