"""What to install for an import whose package goes by another name. Import name → name on the package index."""

from __future__ import annotations

PACKAGE_OF: dict[str, str] = {
    "attr": "attrs",
    "bs4": "beautifulsoup4",
    "Crypto": "pycryptodome",
    "cv2": "opencv-python-headless",
    "dateutil": "python-dateutil",
    "discord": "discord.py",
    "docx": "python-docx",
    "dns": "dnspython",
    "dotenv": "python-dotenv",
    "fitz": "PyMuPDF",
    "git": "GitPython",
    "github": "PyGithub",
    "gitlab": "python-gitlab",
    "googleapiclient": "google-api-python-client",
    "jenkins": "python-jenkins",
    "jose": "python-jose",
    "jwt": "PyJWT",
    "ldap": "python-ldap",
    "magic": "python-magic",
    "markdown": "Markdown",
    "MySQLdb": "mysqlclient",
    "nacl": "PyNaCl",
    "OpenSSL": "pyOpenSSL",
    "paho": "paho-mqtt",
    "PIL": "Pillow",
    "pkg_resources": "setuptools",
    "pptx": "python-pptx",
    "psycopg2": "psycopg2-binary",
    "pynvml": "nvidia-ml-py",
    "serial": "pyserial",
    "skimage": "scikit-image",
    "sklearn": "scikit-learn",
    "slack_sdk": "slack-sdk",
    "slugify": "python-slugify",
    "socks": "PySocks",
    "telegram": "python-telegram-bot",
    "usb": "pyusb",
    "websocket": "websocket-client",
    "win32api": "pywin32",
    "xmltodict": "xmltodict",
    "yaml": "PyYAML",
    "zmq": "pyzmq",
}

_WELL_KNOWN = """
aiohttp altair anthropic apscheduler arrow asyncpg bokeh boto3 botocore celery click cryptography
cython dash dask django duckdb ecdsa elasticsearch fabric fastapi fire flask geopandas grpc gunicorn
httpx hvac influxdb ipython jinja2 joblib jsonschema kafka kubernetes lightgbm loguru lxml
marshmallow matplotlib minio mlflow mypy napalm netmiko networkx nltk nornir numba numpy openai
openpyxl orjson pandas paramiko pexpect pika playwright plotly polars prefect prometheus_client
psutil psycopg pyarrow pydantic pymongo pymysql pysnmp pyspark pytest pyvis redis requests rich
ruamel scapy scipy scrapy seaborn selenium sentry_sdk shapely simplejson six snowflake spacy
sqlalchemy starlette statsmodels streamlit stripe sympy tabulate tenacity tensorflow textual torch
tornado tqdm transformers twilio typer ujson urllib3 uvicorn websockets werkzeug xarray xgboost xlrd
xlsxwriter yarl
"""

WELL_KNOWN = frozenset(_WELL_KNOWN.split())
"""Imports that name their package themselves: a missing one is certainly not a forgotten neighbour file."""

REMOVED_FROM_STANDARD: dict[str, tuple[str, str]] = {
    "asynchat": ("3.12", "pyasynchat"),
    "asyncore": ("3.12", "pyasyncore"),
    "distutils": ("3.12", "setuptools"),
    "imp": ("3.12", "importlib, which is part of Python"),
    "aifc": ("3.13", "standard-aifc"),
    "audioop": ("3.13", "audioop-lts"),
    "cgi": ("3.13", "legacy-cgi"),
    "cgitb": ("3.13", "legacy-cgi"),
    "chunk": ("3.13", "standard-chunk"),
    "crypt": ("3.13", "legacycrypt"),
    "imghdr": ("3.13", "standard-imghdr"),
    "nntplib": ("3.13", "standard-nntplib"),
    "pipes": ("3.13", "standard-pipes"),
    "sndhdr": ("3.13", "standard-sndhdr"),
    "sunau": ("3.13", "standard-sunau"),
    "telnetlib": ("3.13", "standard-telnetlib"),
    "uu": ("3.13", "standard-uu"),
    "xdrlib": ("3.13", "standard-xdrlib"),
}
"""Modules that older Pythons brought along: when they went, and what takes their place."""
